package io.confluent.connect.avro;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name and the settings of the well-known Avro converter, which is in no package registry, for Apicurio's converter: it
 * writes and reads the same bytes (a zero, four bytes of schema id, the datum) and speaks Apicurio's own API with a registry.
 */
public class AvroConverter<T> extends io.apicurio.registry.utils.converter.AvroConverter<T> {
    private static final Logger log = LoggerFactory.getLogger(AvroConverter.class);
    private static final String URL = "schema.registry.url";
    private static final String APICURIO = "apicurio.registry.";

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> ours = new HashMap<>(configs);
        Object urls = configs.get(URL);
        if (urls != null) {
            String first = urls.toString().split(",")[0].trim().replaceAll("/+$", "");
            ours.putIfAbsent(APICURIO + "url", first + "/apis/registry/v2");
        } else if (!configs.containsKey(APICURIO + "url")) {
            throw new org.apache.kafka.common.config.ConfigException(
                    "the Avro converter for " + (isKey ? "keys" : "values") + " has no " + URL + "; set it");
        }
        Object register = configs.get("auto.register.schemas");
        ours.putIfAbsent(APICURIO + "auto-register", register == null ? "true" : register.toString());
        ours.putIfAbsent(APICURIO + "as-confluent", "true");
        ours.putIfAbsent(APICURIO + "use-id", "contentId");
        ours.putIfAbsent(APICURIO + "headers.enabled", "false");
        log.info("io.confluent.connect.avro.AvroConverter for {} is Apicurio's converter with Confluent's wire format, at {}",
                isKey ? "keys" : "values", ours.get(APICURIO + "url"));
        super.configure(ours, isKey);
    }
}

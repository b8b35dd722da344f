# The messages on the topic, in Avro by the schemas of the registry. What differs from run to run begins with "source".
$ set-regex match="\"source\": \{.*" replacement="\"source\": 0}"

$ kafka-verify-data format=avro topic=shop.public.orders
{"id": 1} {"after": {"shop.public.orders.Value": {"id": 1, "item": "anvil", "price": [4, 26]}}, "before": null, "op": "r", "source": 0}
{"id": 2} {"after": {"shop.public.orders.Value": {"id": 2, "item": "rope", "price": [0, 200]}}, "before": null, "op": "r", "source": 0}

> insert into orders values (3, 'crate', 0.01)

> update orders set price = 3 where id = 2

> delete from orders where id = 1

# A changed key is a row that goes and another one that comes.
> update orders set id = 20 where id = 2

$ kafka-verify-data format=avro topic=shop.public.orders exact=true
{"id": 3} {"after": {"shop.public.orders.Value": {"id": 3, "item": "crate", "price": [1]}}, "before": null, "op": "c", "source": 0}
{"id": 2} {"after": {"shop.public.orders.Value": {"id": 2, "item": "rope", "price": [1, 44]}}, "before": {"shop.public.orders.Value": {"id": 2, "item": "rope", "price": [0, 200]}}, "op": "u", "source": 0}
{"id": 1} {"after": null, "before": {"shop.public.orders.Value": {"id": 1, "item": "anvil", "price": [4, 26]}}, "op": "d", "source": 0}
{"id": 1} "<null>"
{"id": 2} {"after": null, "before": {"shop.public.orders.Value": {"id": 2, "item": "rope", "price": [1, 44]}}, "op": "d", "source": 0}
{"id": 2} "<null>"
{"id": 20} {"after": {"shop.public.orders.Value": {"id": 20, "item": "rope", "price": [1, 44]}}, "before": null, "op": "c", "source": 0}

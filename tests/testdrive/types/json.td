> select '{"a": [1, 2.50, "x: y, z"], "b": null}'::jsonb, '{"a":  1}'::json
"{\"a\":[1,2.50,\"x: y, z\"],\"b\":null}" "{\"a\":  1}"

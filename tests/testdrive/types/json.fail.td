> select '{"a": [1, 2.50], "b": null}'::jsonb
"{\"a\": [1, 2.50], \"b\": null}"

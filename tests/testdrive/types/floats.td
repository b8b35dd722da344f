# Shortest digits that read back the same, never an exponent.
> select 1::float8, 0.1::float4, 0.1::float8, 1e20::float8, 1e-7::float8, 'NaN'::float8, 'inf'::float4, '-inf'::float8
1 0.1 0.1 100000000000000000000 0.0000001 NaN inf -inf

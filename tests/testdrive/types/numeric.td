> select 1.50::numeric, 1e30::numeric, 0.000000001::numeric, 'NaN'::numeric, -0.10::numeric(5, 2)
1.50 1000000000000000000000000000000 0.000000001 NaN -0.10

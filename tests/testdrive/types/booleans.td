> select true, false, null::bool
true false <null>

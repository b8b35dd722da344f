$ check-consistency

$ skip-consistency-checks reason="there are none"

$ check-consistency

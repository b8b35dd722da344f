$ nop reason=none

$ nop
a body

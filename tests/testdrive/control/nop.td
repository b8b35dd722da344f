$ nop

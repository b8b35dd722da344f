> select 'abc'::bytea, '\x0001c2a931'::bytea, E'tab\\011and\\012line'::bytea, E'quote\\042 \\047 \\134'::bytea, ''::bytea
abc "\\x00\\x01\\xc2\\xa91" "tab\\tand\\nline" "quote\\\" \\' \\\\" ""

// Functions without a body, such as imports, need a file like this one beside them.

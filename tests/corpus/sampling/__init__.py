"""Values that satisfy a schema, made without the lowering's help: from the upgraded document alone."""

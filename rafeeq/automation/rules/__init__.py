"""Pure decisions about rules that act by themselves."""

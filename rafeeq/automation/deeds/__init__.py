"""What a rule can do, one file each; whoever deletes a file deletes the deed."""

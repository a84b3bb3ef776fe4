"""The walls that imports alone cannot show: each rule is a function over a tree, and each is seen to catch a fault."""

"""Hot issues (热点): grouping arrivals as they come, weighing, warning, and what people rule."""

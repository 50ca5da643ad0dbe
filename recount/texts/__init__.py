"""Other texts: beginning the folder of one, proposing its rows and relations, taking in what a person accepted."""

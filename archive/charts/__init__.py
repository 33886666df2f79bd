"""Charts of trends: figures for papers, and what they share with bars on a terminal."""

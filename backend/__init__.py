"""The Python half of «Маршрут»: API, worker and command line. The map of the house is in README.md."""

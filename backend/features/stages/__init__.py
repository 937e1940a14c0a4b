"""How far each school is on the steps of the project: school × step."""

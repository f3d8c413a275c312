"""Printed figures and dates -> values. Pure functions over strings: nothing here knows a store."""

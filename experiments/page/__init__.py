"""The model in a browser: one history played week by week, and ensembles that follow the sliders.

Small pure functions turn what a history is at a week into figures; thin components put them on the page.
"""

"""How does a brief reach its stakeholders? Its files + distribution list → Deliveries, each once.

approval  may it be sent
"""

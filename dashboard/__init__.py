"""The pages that officers, comms and supervisors see."""

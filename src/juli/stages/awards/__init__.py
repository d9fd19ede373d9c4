"""Awards: ranking and list, expenditure audit, meetings, publication, objections, approval."""

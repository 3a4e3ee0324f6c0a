"""Protection: what is found out with a person, advice about countries, referrals between organisations, the pathway chosen."""

"""Protection on equal terms: screening, fear of return, best interests, referral, and who decides a pathway."""

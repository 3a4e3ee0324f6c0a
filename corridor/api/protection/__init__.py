"""Protection over HTTP: the fear answer and the steps of referrals."""

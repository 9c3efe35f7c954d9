"""What an editor decides beforehand: which comments wait, which go to the spam, and which are not taken at all."""

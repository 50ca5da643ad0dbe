"""Old Bolsheviks and office holders (notebook 03)."""

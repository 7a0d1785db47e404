"""What is measured: each program prints its figures beside a floor or a control of the same run."""

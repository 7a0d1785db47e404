"""A sample's clock may stand elsewhere; it runs as fast, and a real center has no such clock."""

from datetime import timedelta

from sync.__main__ import main
from sync.clock import clock_ahead, now


def test_clock_stands_ahead_and_goes_on():
    clock = clock_ahead(-3600)
    first, second = clock(), clock()
    assert first <= second
    assert abs(now() - first - timedelta(hours=1)) < timedelta(seconds=5)
    assert clock_ahead(0) is now


def test_only_a_sample_has_such_a_clock(tmp_path, capsys):
    config = tmp_path / "center.toml"
    assert main(["new", "--commune", "Phố Hiến", "--out", str(config)]) == 0
    assert main(["serve", "--config", str(config), "--data", str(tmp_path), "--clock-ahead", "60"]) == 2
    assert "--sample" in capsys.readouterr().err

using Kolaybase.Api.Http.RateLimits;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.Http.RateLimits;

public class KnownRefusalsTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void A_refusal_lasts_as_long_as_its_window()
    {
        using var refusals = new KnownRefusals(_clock);
        Assert.Null(refusals.Left("a"));
        Assert.Equal(TimeSpan.FromSeconds(30), refusals.Remember("a", TimeSpan.FromSeconds(30)));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(TimeSpan.FromSeconds(1), refusals.Left("a"));
        Assert.Null(refusals.Left("b"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(refusals.Left("a"));
    }

    [Fact]
    public void A_window_that_is_over_is_not_remembered()
    {
        using var refusals = new KnownRefusals(_clock);
        Assert.Equal(TimeSpan.Zero, refusals.Remember("a", TimeSpan.Zero));
        Assert.Null(refusals.Left("a"));
    }
}

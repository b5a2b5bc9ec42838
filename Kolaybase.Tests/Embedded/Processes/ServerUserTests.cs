using Kolaybase.Embedded;
using Kolaybase.Embedded.Processes;

namespace Kolaybase.Tests.Embedded.Processes;

public class ServerUserTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_but_root_drops() => Assert.Null(await ServerUser.ChooseAsync(isRoot: false, "nobody", Cancelled));

    [Fact]
    public async Task Root_drops_to_the_named_user()
    {
        var user = await ServerUser.ChooseAsync(isRoot: true, "nobody", Cancelled);

        Assert.Equal("nobody", user!.Name);
        Assert.NotEqual(0u, user.UserId);
        Assert.True(user.IsShared);
    }

    [Theory]
    [InlineData("root", "refuses root")]
    [InlineData("no-such-user-here", "no-such-user-here")]
    public async Task A_user_that_will_not_do_is_refused_by_name(string name, string said)
    {
        var refusal = await Assert.ThrowsAsync<EmbeddedException>(() => ServerUser.ChooseAsync(isRoot: true, name, Cancelled));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }
}

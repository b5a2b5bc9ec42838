using Kolaybase.Embedded;
using Kolaybase.Embedded.DataFolders;
using Kolaybase.Embedded.Processes;
using Kolaybase.Tests.Support;

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

    [Fact]
    public async Task A_link_in_the_users_own_folder_does_not_give_it_what_the_link_points_to()
    {
        Assert.SkipUnless(LibC.IsRoot, "Only root gives files away.");
        var user = (await ServerUser.ChooseAsync(isRoot: true, "nobody", Cancelled))!;
        using var folder = TemporaryFolder.Create();
        var target = folder.Combine("roots.txt");
        await File.WriteAllTextAsync(target, "root's", Cancelled);
        var link = folder.Combine("link");
        File.CreateSymbolicLink(link, target);

        user.TakeOver(link);

        Assert.Equal("0", await OwnerAsync(target));
        Assert.Equal($"{user.UserId}", await OwnerAsync(link));
    }

    [Fact]
    public async Task A_private_file_replaces_a_link_and_is_the_users_before_it_has_its_name()
    {
        Assert.SkipUnless(LibC.IsRoot, "Only root gives files away.");
        var user = (await ServerUser.ChooseAsync(isRoot: true, "nobody", Cancelled))!;
        using var folder = TemporaryFolder.Create();
        var target = folder.Combine("roots.txt");
        await File.WriteAllTextAsync(target, "root's", Cancelled);
        File.CreateSymbolicLink(folder.Combine("secret"), target);
        File.CreateSymbolicLink(folder.Combine("secret.new"), target);

        PrivateFile.Write(folder.Combine("secret"), "text", user);

        Assert.Equal("root's", await File.ReadAllTextAsync(target, Cancelled));
        Assert.Equal("0", await OwnerAsync(target));
        Assert.Equal($"{user.UserId}", await OwnerAsync(folder.Combine("secret")));
        Assert.Equal("rw-------", UnixMode.Of(folder.Combine("secret")));
    }

    private static async Task<string> OwnerAsync(string path) => (await Command.RunAsync("stat", ["-c", "%u", path], null, Cancelled)).Output.Trim();
}

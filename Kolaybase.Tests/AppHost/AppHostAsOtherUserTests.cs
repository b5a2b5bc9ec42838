using System.Runtime.InteropServices;
using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded.Processes;
using Kolaybase.Embedded.Redis;
using Kolaybase.Tests.Support;

namespace Kolaybase.Tests.AppHost;

public class AppHostAsOtherUserTests
{
    [Fact]
    public async Task A_user_who_is_not_root_runs_everything_in_a_folder_below_the_home()
    {
        Assert.SkipUnless(LibC.IsRoot, "Only root can start a program as somebody else; everybody else runs the other tests this way.");
        var cancelled = TestContext.Current.CancellationToken;
        var user = (await ServerUser.ChooseAsync(isRoot: true, "nobody", cancelled))!;
        Assert.SkipUnless(await user.CanEnterAsync(AppContext.BaseDirectory, cancelled), $"User {user.Name} can't enter {AppContext.BaseDirectory}, where the build is.");
        var server = await PostgresServers.Get(18);
        using var folder = TemporaryFolder.Create();
        var home = Directory.CreateDirectory(folder.Combine("home")).FullName;
        user.TakeOver(home);
        var tool = CopyGarnet(folder.Combine("garnet"));

        var variables = new Dictionary<string, string>
        {
            ["HOME"] = home,
            ["KOLAYBASE_PG_BIN"] = server.BinFolder,
            ["KOLAYBASE_GARNET"] = tool,
        };
        await using var host = AppHostProcess.Start(Path.Combine(home, ".kolaybase"), variables, user: user);
        await host.WaitUntilReadyAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{host.PostgresId}/status", cancelled);
        Assert.Contains($"Uid:\t{string.Join('\t', Enumerable.Repeat(user.UserId, 4))}", status);
        Assert.Equal("rwx------", UnixMode.Of(Path.Combine(home, ".kolaybase")));
        Assert.Equal("rw-------", UnixMode.Of(Path.Combine(home, ".kolaybase", "secrets.json")));

        host.Signal(LibC.SigInt);
        Assert.Equal(ExitCodes.Stopped, await host.WaitForExitAsync());
    }

    // Root's package folder is closed to others; a user of flesh and blood has restored the tool for himself.
    private static string CopyGarnet(string target)
    {
        var source = Path.GetDirectoryName(GarnetTool.Locate(Environment.GetEnvironmentVariable))!;
        var native = Path.Combine(source, "runtimes", RuntimeInformation.RuntimeIdentifier);
        var files = Directory.EnumerateFiles(source)
            .Concat(Directory.Exists(native) ? Directory.EnumerateFiles(native, "*", SearchOption.AllDirectories) : []);
        foreach (var file in files)
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Path.Combine(target, "GarnetServer.dll");
    }
}

using System.Text.Json.Nodes;
using Kolaybase.ControlPlane.Databases;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Kolaybase.Workers.Provisioning;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>Dumps that are not whole are refused before anything is made, and a restore that fails leaves nothing.</summary>
public sealed class RestoreFailureTests(Backup15 fixture) : IClassFixture<Backup15>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dump_that_was_cut_off_or_damaged_is_refused_and_says_where()
    {
        using var folder = TemporaryFolder.Create();
        var project = await DumpableProject.CreateAsync(fixture);
        var whole = folder.Combine("whole");
        await fixture.SucceedAsync("dump", $"{project.Project.Id}", whole);
        var bytes = Path.GetRelativePath(whole, Directory.GetFiles(Path.Combine(whole, DumpFolder.Objects)).Single(f => new FileInfo(f).Length > 0));

        await AssertRefusedAsync("cut off", d => File.Delete(Path.Combine(d, "manifest.json")));
        await AssertRefusedAsync("manifest.json' is damaged", d => Cut(Path.Combine(d, "manifest.json")));
        await AssertRefusedAsync("database.dump' is not what was written", d => Cut(Path.Combine(d, DumpFolder.Database)));
        await AssertRefusedAsync("users.jsonl' is missing", d => File.Delete(Path.Combine(d, DumpFolder.Users)));
        await AssertRefusedAsync("objects.jsonl' is not what was written", d => File.AppendAllText(Path.Combine(d, DumpFolder.ObjectList), "\n"));
        await AssertRefusedAsync($"{bytes}' is missing", d => File.Delete(Path.Combine(d, bytes)));
        await AssertRefusedAsync($"{bytes}' is not what was written", d => Flip(Path.Combine(d, bytes)));
        await AssertRefusedAsync("another format", d => Change(d, m => m["format"] = 99));
        await AssertRefusedAsync("another format", d => Change(d, m => m["files"] = new JsonArray()));
        await AssertRefusedAsync("another format", d => Change(d, m => m["files"]![0]!["name"] = "../database.dump"));
        await AssertRefusedAsync("another format", d => Change(d, m => m["files"]!.AsArray().Add(new JsonObject { ["name"] = "more", ["size"] = 0, ["sha256"] = "" })));
        await AssertRefusedAsync("another format", d => Change(d, m => m["files"] = null));
        await AssertRefusedAsync("manifest.json' is damaged", d => Change(d, m => m["databaseName"] = "select"));
        await AssertRefusedAsync("manifest.json' is damaged", d => Change(d, m => m["databaseName"] = "kb_abcdefghijklmno1"));
        await AssertRefusedAsync("manifest.json' is damaged", d => Change(d, m => m["databaseName"] = null));
        await AssertRefusedAsync("manifest.json' is damaged", d => Change(d, m => m["missingObjects"] = null));
        await AssertRefusedAsync("There is no folder", d => Directory.Delete(d, recursive: true));

        async Task AssertRefusedAsync(string why, Action<string> harm)
        {
            var copy = folder.Combine($"{Guid.CreateVersion7():N}");
            Copy(whole, copy);
            harm(copy);
            Assert.Contains(why, await fixture.RefusesAsync(copy), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_team_that_is_not_there_and_a_dump_of_a_newer_server_are_refused()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        await fixture.SucceedAsync("dump", $"{(await fixture.SharedProject).Id}", dump);

        Assert.Contains("There is no team", await fixture.FailAsync("restore", dump, $"{Guid.CreateVersion7()}"), StringComparison.Ordinal);
        Change(dump, m => m["serverMajor"] = 18);
        Assert.Contains("restore it on 18 or newer", await fixture.RefusesAsync(dump), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_the_server_refuses_midway_leaves_nothing()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        var project = await DumpableProject.CreateAsync(fixture);
        // A role of the cluster's, which is gone when the dump is restored.
        var neighbour = $"role_{Guid.CreateVersion7():N}";
        await fixture.Server.ExecuteAsync($"create role {neighbour}", Cancel);
        await project.Project.ExecuteAsync($"create policy neighbour on children to {neighbour} using (true)", Cancel);
        await fixture.SucceedAsync("dump", $"{project.Project.Id}", dump);
        await project.Project.ExecuteAsync("drop policy neighbour on children", Cancel);
        await fixture.Server.ExecuteAsync($"drop role {neighbour}", Cancel);
        var before = await PartsAsync();

        var output = await fixture.RefusesAsync(dump);

        Assert.Contains($"role \"{neighbour}\" does not exist", output, StringComparison.Ordinal);
        Assert.Contains("nothing of it is left", output, StringComparison.Ordinal);
        Assert.Equal(before, await PartsAsync());
    }

    [Fact]
    public async Task A_restore_that_is_killed_is_removed_by_a_worker()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        await fixture.SucceedAsync("dump", $"{(await DumpableProject.CreateAsync(fixture)).Project.Id}", dump);
        var team = await fixture.AddTeamAsync();
        var before = await PartsAsync();
        var settings = new Dictionary<string, string?>(fixture.Settings)
        {
            ["Kolaybase:Failpoint"] = ProvisioningSteps.Failpoint(ProvisioningSteps.Realm),
            [$"{DatabaseServersOptions.Section}:default:Bootstrap"] = "",
        };
        await using (var command = WorkerProcess.Start(settings, "projects", "restore", dump, $"{team}"))
        {
            Assert.True(await command.WaitForExitAsync(Cancel) == 137, command.Output);
        }

        await fixture.IdleAsync();

        await using var registry = fixture.OpenRegistry();
        Assert.False(await registry.Projects.AnyAsync(p => p.TeamId == team, Cancel));
        Assert.Equal(before, await PartsAsync());
    }

    // Databases and logins of this installation's projects, keys, users, bytes.
    private async Task<string> PartsAsync()
    {
        await using var registry = fixture.OpenRegistry();
        var projects = await registry.Projects.Select(p => p.DatabaseName).ToListAsync(Cancel);
        var signing = await registry.SigningKeys.CountAsync(Cancel);
        var users = await registry.IdentityUsers.CountAsync(Cancel);
        var files = Directory.GetFiles(fixture.Settings["Kolaybase:Objects:Folder"]!, "*", SearchOption.AllDirectories).Length;
        return $"{string.Join(',', projects.Order(StringComparer.Ordinal))} {signing} {users} {files}";
    }

    private static void Cut(string file)
    {
        using var stream = File.Open(file, FileMode.Open);
        stream.SetLength(stream.Length / 2);
    }

    private static void Flip(string file)
    {
        using var stream = File.Open(file, FileMode.Open);
        var first = stream.ReadByte();
        stream.Position = 0;
        stream.WriteByte((byte)(first ^ 1));
    }

    private static void Change(string dump, Action<JsonNode> change)
    {
        var file = Path.Combine(dump, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(file))!;
        change(manifest);
        File.WriteAllText(file, manifest.ToJsonString());
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

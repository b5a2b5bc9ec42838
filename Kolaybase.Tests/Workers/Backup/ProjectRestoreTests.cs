using Kolaybase.ControlPlane;
using Kolaybase.ControlPlane.Secrets;
using Kolaybase.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>A dumped project works again, beside the one that was dumped and in another installation.</summary>
public sealed class ProjectRestoreTests(Backup15 former, Backup18 other) : IClassFixture<Backup15>, IClassFixture<Backup18>
{
    [Fact]
    public async Task A_dump_becomes_a_new_project_with_everything_in_it_beside_the_former_one()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        var project = await DumpableProject.CreateAsync(former);
        Assert.Contains("2 objects, 2 users", await former.SucceedAsync("dump", $"{project.Project.Id}", dump), StringComparison.Ordinal);

        var restored = await former.RestoreAsync(dump, "Again");

        Assert.NotEqual(project.Project.Id, restored.Id);
        await project.AssertSameAsync(former, restored);
        var (settings, row) = await DumpableProject.SettingsAsync(former, restored);
        Assert.Equal(("Again", 77, 5_000_000_000), (row.Name, row.RestMaxRows, row.StorageQuotaBytes));
        Assert.Equal(["https://app.example.com"], row.AllowedOrigins);
        Assert.Equal((9, "mail.example.com"), (settings.MinimumPassword, settings.Smtp?.Host));
        Assert.Equal(DumpableProject.SmtpPassword, former.Services.GetRequiredService<SecretBox>().Open(settings.Smtp!.PasswordSealed!, SecretPurposes.SmtpPassword, restored.Id.ToString()));

        // The job that would have removed it has come to nothing, and the former project is as it was.
        await former.IdleAsync();
        Assert.Equal("3", await restored.QueryAsync<string>("select count(*)::text from notes", TestContext.Current.CancellationToken));
        Assert.Equal("2", await project.Project.QueryAsync<string>("select count(*)::text from notes", TestContext.Current.CancellationToken));
        await project.Project.ExecuteAsync("drop table notes cascade", TestContext.Current.CancellationToken);
        Assert.Equal("3", await restored.QueryAsync<string>("select count(*)::text from notes", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_dump_of_an_older_server_is_restored_on_a_newer_one_under_other_master_keys()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        var project = await DumpableProject.CreateAsync(former);
        await former.SucceedAsync("dump", $"{project.Project.Id}", dump);

        var restored = await other.RestoreAsync(dump, saying: "Not taken along: the password of the project's mail server");

        await project.AssertSameAsync(other, restored);
        var (settings, _) = await DumpableProject.SettingsAsync(other, restored);
        Assert.Equal((9, null), (settings.MinimumPassword, settings.Smtp!.PasswordSealed));
    }

    [Fact]
    public async Task A_project_of_the_newest_server_is_dumped_and_restored_there()
    {
        using var folder = TemporaryFolder.Create();
        var dump = folder.Combine("dump");
        var project = await DumpableProject.CreateAsync(other);
        var (code, output) = await other.RunAsync("dump", $"{project.Project.Id}", dump);
        Assert.SkipWhen(code != 0 && output.Contains("pg_dump, pg_restore and psql of PostgreSQL 18", StringComparison.Ordinal), "The client programs of PostgreSQL 18 can't be had here.");

        Assert.True(code == 0, output);
        await project.AssertSameAsync(other, await other.RestoreAsync(dump));
    }
}

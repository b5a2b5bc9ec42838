using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>An installation with API and worker, and the command that dumps and restores its projects.</summary>
public class BackupFixture(int major) : EndUserFixture(major)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected override void ConfigureServices(IServiceCollection services) => services.AddBackup(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());

    /// <summary>A team with an owner.</summary>
    public async Task<Guid> AddTeamAsync()
    {
        var (team, account, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), TimeProvider.System.GetUtcNow());
        var email = $"{account:N}@example.com";
        await using var registry = OpenRegistry();
        registry.Add(new Team { Id = team, Name = "Restorers", CreatedAt = now });
        registry.Add(new Account { Id = account, Email = email, NormalizedEmail = email, CreatedAt = now });
        registry.Add(new TeamMember { TeamId = team, AccountId = account, Role = TeamRole.Owner, JoinedAt = now });
        await registry.SaveChangesAsync(Cancel);
        return team;
    }

    /// <summary>Gives the command as an operator does.</summary>
    public async Task<(int? Code, string Output)> RunAsync(params string[] words)
    {
        await using var output = new StringWriter();
        var code = await ProjectsVerb.RunAsync(Services, words, output, output, Cancel);
        return (code, output.ToString());
    }

    /// <summary>The same, for one that must succeed.</summary>
    public async Task<string> SucceedAsync(params string[] words)
    {
        var (code, output) = await RunAsync(words);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>The same, for one that must fail.</summary>
    public async Task<string> FailAsync(params string[] words)
    {
        var (code, output) = await RunAsync(words);
        Assert.True(code == 1, output);
        return output;
    }

    /// <summary>Restores a dump and reads what a team would know of the project.</summary>
    public async Task<ProvisionedProject> RestoreAsync(string folder, string? name = null, string saying = "Restored")
    {
        var team = await AddTeamAsync();
        var output = await SucceedAsync(name is null ? ["restore", folder, $"{team}"] : ["restore", folder, $"{team}", name]);
        Assert.Contains(saying, output, StringComparison.Ordinal);
        await using var registry = OpenRegistry();
        return Projects.Adopt(await registry.Projects.AsNoTracking().Include(p => p.Keys).SingleAsync(p => p.TeamId == team, Cancel));
    }

    /// <summary>Tries to restore a dump; nothing of it may be left.</summary>
    public async Task<string> RefusesAsync(string folder)
    {
        var team = await AddTeamAsync();
        var output = await FailAsync("restore", folder, $"{team}");
        await IdleAsync();
        await using var registry = OpenRegistry();
        Assert.False(await registry.Projects.AnyAsync(p => p.TeamId == team, Cancel), output);
        return output;
    }
}

/// <summary>An installation on the oldest supported server.</summary>
public sealed class Backup15() : BackupFixture(15);

/// <summary>An installation on the newest supported server, with master keys of its own.</summary>
public sealed class Backup18() : BackupFixture(18);

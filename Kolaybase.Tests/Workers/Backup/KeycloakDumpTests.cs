using Kolaybase.Tests.Auth;
using Kolaybase.Tests.Auth.Support;
using Kolaybase.Tests.Support;
using Kolaybase.Workers.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>End users of a realm of Keycloak come along under their identifiers, without their passwords.</summary>
public sealed class KeycloakDumpTests(KeycloakEndUserFixture fixture) : IClassFixture<KeycloakEndUserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_are_written_with_what_keycloak_tells_of_them()
    {
        using var folder = TemporaryFolder.Create();
        var project = await fixture.CreateProjectAsync();
        var (ada, bob) = (await project.SignUpAsync(), await project.SignUpAsync());
        await using var registry = fixture.OpenRegistry();
        var row = await registry.Projects.AsNoTracking().SingleAsync(p => p.Id == project.Id, Cancel);
        var dump = new DumpFolder(folder.Combine("dump"));
        dump.Create();

        var counts = await fixture.WithAsync<IServiceProvider, (int Count, int WithoutPassword)>(
            services => ActivatorUtilities.CreateInstance<UserDump>(services).WriteAsync(row, dump, Cancel));

        Assert.Equal((2, 2), counts);
        var text = await File.ReadAllTextAsync(dump.File(DumpFolder.Users), Cancel);
        Assert.All(new[] { ada, bob }, user => Assert.Contains($"{user.UserId}", text, StringComparison.Ordinal));
        Assert.All(new[] { ada, bob }, user => Assert.Contains(user.Email, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(EndUserProject.Password, text, StringComparison.Ordinal);
    }
}

using Kolaybase.Api.Platform;
using Kolaybase.ControlPlane;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Platform;

public class PlatformOptionsTests
{
    [Fact]
    public void Without_settings_the_defaults_hold() => Assert.Equal(new PlatformOptions(), Read());

    [Fact]
    public void Untold_a_server_takes_invitations_of_proven_addresses_only() => Assert.True(Read().InvitesNeedVerifiedEmail);

    [Fact]
    public void Every_setting_is_read()
    {
        var options = Read(("ProjectsPerTeam", "3"), ("InvitesPerTeam", "4"), ("ProjectWaitSeconds", "5"), ("TeamsPerAccount", "6"), ("InvitesNeedVerifiedEmail", "false"));
        Assert.Equal(new PlatformOptions { ProjectsPerTeam = 3, InvitesPerTeam = 4, ProjectWaitSeconds = 5, TeamsPerAccount = 6, InvitesNeedVerifiedEmail = false }, options);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var exception = Assert.Throws<ConfigurationFaultsException>(() =>
            Read(("ProjectsPerTeam", "0"), ("InvitesPerTeam", "many"), ("ProjectWaitSeconds", "51"), ("TeamsPerAccount", "-1"), ("InvitesNeedVerifiedEmail", "perhaps")));
        foreach (var name in new[] { "ProjectsPerTeam", "InvitesPerTeam", "ProjectWaitSeconds", "TeamsPerAccount", "InvitesNeedVerifiedEmail" })
        {
            Assert.Contains($"Kolaybase:Platform:{name} must be", exception.Message, StringComparison.Ordinal);
        }
    }

    private static PlatformOptions Read(params (string Key, string Value)[] settings) => PlatformOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create("Kolaybase:Platform:" + s.Key, (string?)s.Value))).Build());
}

using Kolaybase.Api.Platform;
using Kolaybase.AppHost.Embedded;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.AppHost;

public class StackSettingsTests
{
    [Fact]
    public void On_a_desk_invitations_are_accepted_without_proof_unless_the_environment_says_otherwise()
    {
        var defaults = StackSettings.Defaults("http://localhost:4000");
        Assert.False(Read(defaults).InvitesNeedVerifiedEmail);
        defaults["Kolaybase:Platform:InvitesNeedVerifiedEmail"] = "true";
        Assert.True(Read(defaults).InvitesNeedVerifiedEmail);
    }

    private static PlatformOptions Read(Dictionary<string, string?> settings) =>
        PlatformOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}

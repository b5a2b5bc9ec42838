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

    [Fact]
    public void Metrics_ask_for_the_token_of_the_data_folder_and_api_and_workers_are_one_service()
    {
        var defaults = StackSettings.Defaults("http://localhost:4000", "the-token");
        Assert.Equal("the-token", defaults["Kolaybase:Metrics:Token"]);
        Assert.Equal("kolaybase", defaults["OTEL_SERVICE_NAME"]);
    }

    private static PlatformOptions Read(Dictionary<string, string?> settings) =>
        PlatformOptionsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}

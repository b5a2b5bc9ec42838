using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RateLimits;
using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Kolaybase.Tests.Http.Support;
using Kolaybase.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Tests.Http.RateLimits;

/// <summary>Each limit counts what it refuses under its own name, and nothing else.</summary>
public class RateLimitMetricsTests
{
    private const string Instrument = "kolaybase.rate_limit.refusals";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("data", "DataBurst")]
    [InlineData("account", "AccountBurst")]
    [InlineData("sign_in_address", "AuthPerAddress")]
    [InlineData("sign_in_account", "AuthPerAccount")]
    [InlineData("unknown_key", "UnknownKeysPerAddress")]
    [InlineData("mail", "UserInvitesPerProject")]
    public async Task What_is_refused_is_counted_and_what_is_let_through_is_not(string limit, string setting)
    {
        await using var api = await TestApi.StartAsync(settings: [($"Kolaybase:RateLimits:{setting}", "2"), ("Kolaybase:RateLimits:DataPerSecond", "1"), ("Kolaybase:RateLimits:AccountPerSecond", "1")]);
        using var readings = new MeterReadings(api.Services);
        var hit = Hit(api.Services, limit);
        await hit();
        await hit();
        Assert.Empty(readings.Of(Instrument));

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(429, (await Assert.ThrowsAsync<ApiException>(hit)).Status);
        }

        Assert.Equal(3, readings.Sum(Instrument, $"kolaybase.rate_limit={limit}"));
        Assert.Equal(3, readings.Sum(Instrument));
    }

    [Fact]
    public async Task A_mail_that_is_left_out_in_silence_is_counted_too()
    {
        await using var api = await TestApi.StartAsync();
        using var readings = new MeterReadings(api.Services);
        Assert.True(EmailAddress.TryParse("a@example.org", out var address));
        var mails = api.Services.GetRequiredService<MailRateLimit>();
        Assert.True(await mails.MayResetAsync(address, Cancel));
        Assert.False(await mails.MayResetAsync(address, Cancel));

        Assert.Equal(1, readings.Sum(Instrument, "kolaybase.rate_limit=mail"));
    }

    private static Func<Task> Hit(IServiceProvider services, string limit)
    {
        var (context, id) = (new DefaultHttpContext(), Guid.CreateVersion7());
        var caller = new ProjectCaller(new ProjectRef(id, id, ProjectStatus.Active, null!, "default", [], null!), DatabaseRole.Anon, "{}", null);
        return limit switch
        {
            "data" => () => Run(() => services.GetRequiredService<DataRateLimit>().Take(caller, context)),
            "account" => () => Run(() => services.GetRequiredService<AccountRateLimit>().Take(id)),
            "unknown_key" => () => Run(() => services.GetRequiredService<UnknownKeyLimit>().Count(context)),
            "sign_in_address" => () => services.GetRequiredService<AuthRateLimit>().TakeAddressAsync(context, id),
            "sign_in_account" => () => services.GetRequiredService<AuthRateLimit>().TakeAccountAsync(context, "a@example.org", id),
            _ => () => services.GetRequiredService<MailRateLimit>().TakeUserInviteAsync(id, Cancel),
        };

        static Task Run(Action action)
        {
            action();
            return Task.CompletedTask;
        }
    }
}

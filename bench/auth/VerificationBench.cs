using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Auth;

/// <summary>
/// What verifying an access token adds to a request: the same call, which ends before any database, with the key alone and with a user's token beside it,
/// taking turns.
/// </summary>
internal static class VerificationBench
{
    private const int Calls = 10_000;

    public static async Task RunAsync(StackProcess stack, string key)
    {
        var session = await stack.SendAsync(
            HttpMethod.Post, "/api/rest/v1/auth/signup", new { email = $"bench-{Guid.CreateVersion7():N}@example.com", password = "a long enough pass phrase" }, ("apikey", key));
        var bearer = $"Bearer {(string)session["accessToken"]!}";
        (string, string)[] alone = [("apikey", key)];
        (string, string)[] signedIn = [("apikey", key), ("Authorization", bearer)];
        var (without, with) = (new List<double>(Calls), new List<double>(Calls));
        for (var i = 0; i < Calls; i++)
        {
            without.Add(await MicrosecondsAsync(stack, alone));
            with.Add(await MicrosecondsAsync(stack, signedIn));
        }

        var (key50, token50) = (Figures.Quantile(without, 0.5), Figures.Quantile(with, 0.5));
        Console.WriteLine($"a call with the key alone: p50 {key50:F0} µs, with a user's token: p50 {token50:F0} µs; verifying adds {token50 - key50:F0} µs ({Calls} calls of each, taking turns)");
    }

    // The root's OPTIONS is answered from nothing but the route.
    private static async Task<double> MicrosecondsAsync(StackProcess stack, (string Name, string Value)[] headers)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/rest/v1/");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await stack.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return TimeProvider.System.GetElapsedTime(started).TotalMicroseconds;
    }
}

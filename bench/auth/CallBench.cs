using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.Auth;

/// <summary>Times the calls that end users make most: one caller, then several at once.</summary>
internal static class CallBench
{
    private const string Password = "a long enough pass phrase";

    public static async Task RunAsync(StackProcess stack, string key, Options options)
    {
        var email = await SignUpAsync(stack, key);
        Task<string> SignInAsync(string address) => TokenAsync(stack, key, "signin", new { email = address, password = Password });

        await SignInAsync(email);
        Print("sign-in", await OneByOneAsync(options.Calls, () => SignInAsync(email)));
        var addresses = await Task.WhenAll(Enumerable.Range(0, options.Callers).Select(_ => SignUpAsync(stack, key)));
        await TogetherAsync("sign-in", options, (caller, _) => SignInAsync(addresses[caller]));

        var token = await SignInAsync(email);
        Print("refresh", await OneByOneAsync(options.Calls, async () => token = await RefreshAsync(stack, key, token)));
        var tokens = await Task.WhenAll(addresses.Select(SignInAsync));
        await TogetherAsync("refresh", options, async (caller, _) => tokens[caller] = await RefreshAsync(stack, key, tokens[caller]));
    }

    private static async Task<string> SignUpAsync(StackProcess stack, string key)
    {
        var email = $"bench-{Guid.CreateVersion7():N}@example.com";
        await TokenAsync(stack, key, "signup", new { email, password = Password });
        return email;
    }

    private static Task<string> RefreshAsync(StackProcess stack, string key, string token) => TokenAsync(stack, key, "refresh", new { refreshToken = token });

    private static async Task<string> TokenAsync(StackProcess stack, string key, string call, object body) =>
        (string)(await stack.SendAsync(HttpMethod.Post, $"/api/rest/v1/auth/{call}", body, ("apikey", key)))["refreshToken"]!;

    private static async Task<List<double>> OneByOneAsync(int calls, Func<Task> call)
    {
        var times = new List<double>(calls);
        for (var i = 0; i < calls; i++)
        {
            var started = TimeProvider.System.GetTimestamp();
            await call();
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        return times;
    }

    private static async Task TogetherAsync(string name, Options options, Func<int, int, Task> call)
    {
        var each = options.Calls / options.Callers;
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, options.Callers).Select(async caller =>
        {
            for (var i = 0; i < each; i++)
            {
                await call(caller, i);
            }
        }));
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{name}, {options.Callers} callers: {each * options.Callers / seconds:F0} a second");
    }

    private static void Print(string name, List<double> times) => Console.WriteLine($"{name}, one caller: {Figures.Describe(times, "ms")}");
}

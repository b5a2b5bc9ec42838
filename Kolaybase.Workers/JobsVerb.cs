using System.Globalization;
using Kolaybase.ControlPlane.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Kolaybase.Workers;

/// <summary>The verb <c>jobs</c>: shows and re-queues dead letters. The AppHost has the same one.</summary>
public static class JobsVerb
{
    /// <summary>Re-queues all.</summary>
    public const string All = "--all";

    /// <summary>Runs <c>dead</c>, <c>requeue &lt;id&gt;</c> or <c>requeue --all</c>.</summary>
    /// <returns>The exit code; null when the words make no sense.</returns>
    public static async Task<int?> RunAsync(IServiceProvider services, IReadOnlyList<string> words, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var letters = services.GetRequiredService<DeadLetters>();
        switch (words)
        {
            case ["dead"]:
                await ListAsync(await letters.ListAsync(cancellationToken), output);
                return 0;
            case ["requeue", All]:
                var count = await letters.RequeueAllAsync(cancellationToken);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} re-queued."));
                return 0;
            case ["requeue", var text] when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id):
                if (await letters.RequeueAsync(id, cancellationToken))
                {
                    await output.WriteLineAsync("1 re-queued.");
                    return 0;
                }

                await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"No dead job has the id {id}; \"jobs dead\" lists them."));
                return 1;
            default:
                return null;
        }
    }

    private static async Task ListAsync(IReadOnlyList<DeadLetter> letters, TextWriter output)
    {
        if (letters.Count == 0)
        {
            await output.WriteLineAsync("No job was given up.");
        }

        foreach (var letter in letters)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{letter.Id}  {letter.Type}  given up {letter.FailedAt:u} after {letter.Attempts} attempts  {letter.Body}"));
            await output.WriteLineAsync($"    {letter.Error.ReplaceLineEndings("\n    ")}");
        }
    }
}

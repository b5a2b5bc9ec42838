using System.Globalization;
using Kolaybase.Embedded;

namespace Kolaybase.AppHost.Embedded;

/// <summary>What the command line asks for.</summary>
internal sealed record AppHostArguments
{
    public const string Usage = """
        dotnet run --project Kolaybase.AppHost -- [options]

          --demo                    walk through the API and leave a demo project behind
          --urls <addresses>        where the API listens (default http://localhost:4000; also ASPNETCORE_URLS)
          --data <folder>           data folder (also KOLAYBASE_DATA)
          --postgres-port <port>    port of PostgreSQL (default: the last one, else a free one)
          --help                    this text

        dotnet run --project Kolaybase.AppHost -- [--data <folder>] jobs dead
        dotnet run --project Kolaybase.AppHost -- [--data <folder>] jobs requeue <id>|--all

          list the jobs that were given up, or run them again

        dotnet run --project Kolaybase.AppHost -- [--data <folder>] projects dump <project id> <folder>
        dotnet run --project Kolaybase.AppHost -- [--data <folder>] projects restore <folder> <team id> [<name>]

          write a project into a new folder, or make a new project of such a folder
        """;

    public bool Demo { get; init; }

    public bool Help { get; init; }

    public string? Urls { get; init; }

    public string? Data { get; init; }

    public int? PostgresPort { get; init; }

    /// <summary><c>jobs</c> or <c>projects</c> and the words after it; null to run the stack.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Reads the command line. A value may follow its option or be joined to it with <c>=</c>.</summary>
    /// <exception cref="EmbeddedException">An option is unknown, or its value is missing or wrong.</exception>
    public static AppHostArguments Parse(IReadOnlyList<string> args)
    {
        var result = new AppHostArguments();
        for (var index = 0; index < args.Count; index++)
        {
            var parts = args[index].Split('=', 2);
            switch (parts[0])
            {
                case "--demo" when parts.Length == 1:
                    result = result with { Demo = true };
                    break;
                case "--help" or "-h" when parts.Length == 1:
                    result = result with { Help = true };
                    break;
                case "--urls":
                    result = result with { Urls = Value() };
                    break;
                case "--data":
                    result = result with { Data = Value() };
                    break;
                case "--postgres-port":
                    result = result with { PostgresPort = Port(Value()) };
                    break;
                case "jobs" or "projects" when parts.Length == 1:
                    return result with { Command = [.. args.Skip(index)] };
                default:
                    throw new EmbeddedException($"'{args[index]}' is not an option.{Environment.NewLine}{Environment.NewLine}{Usage}");
            }

            string Value() =>
                parts.Length == 2 && parts[1].Length > 0 ? parts[1]
                : parts.Length == 1 && index + 1 < args.Count && !args[index + 1].StartsWith("--", StringComparison.Ordinal) ? args[++index]
                : throw new EmbeddedException($"'{parts[0]}' needs a value.{Environment.NewLine}{Environment.NewLine}{Usage}");
        }

        return result;
    }

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw new EmbeddedException($"'--postgres-port' needs a number from 1 to 65535, not '{text}'.");
}

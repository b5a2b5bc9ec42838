namespace Kolaybase.AppHost.Embedded;

/// <summary>What is printed once everything runs.</summary>
internal static class Banner
{
    public static string Text(Stack stack) => $"""

        Ready.

          API         {stack.Addresses.BaseUrl}
          Reference   {stack.Addresses.BaseUrl}/docs
          Data        {stack.Data.Root}
          PostgreSQL  127.0.0.1:{stack.Postgres.Port} (passwords in {Path.Combine(stack.Data.Root, "secrets.json")})
          Mails       {stack.Data.Mail}

        Try it: copy the following into another terminal (or start with '-- --demo' to have it done).

        {Walk.Commands(stack.Addresses.BaseUrl)}

        Ctrl-C stops everything; the data stays.

        """;
}

using ActorFfi;

return await CommandLineApp.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);

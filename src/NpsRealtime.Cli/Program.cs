Console.WriteLine("nps");
